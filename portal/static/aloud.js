// Reads the page aloud, a sentence at a time: a long text stops some voices half-way. The button shows only where the
// machine has a Chinese voice of its own, so that no text leaves it.

const LONGEST = 80; // characters read in one go

function sentences() {
  const parts = document.getElementById("main").innerText.split(/(?<=[。！？；\n])/);
  return parts.flatMap((part) => part.trim().match(new RegExp(`.{1,${LONGEST}}`, "gu")) ?? []);
}

export function aloud(button, stop, began = () => {}) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return;
  const read = button.textContent;
  let rest = [];
  let said = null; // what is being read; null while paused or done

  const voice = () => speech.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith("zh"));
  const offer = () => (button.hidden = !voice());

  function show() {
    button.textContent = said ? button.dataset.pause : rest.length ? button.dataset.resume : read;
    stop.hidden = !said && !rest.length;
  }

  function next() {
    if (!rest.length) return end();
    const utterance = new SpeechSynthesisUtterance(rest[0]);
    Object.assign(utterance, { voice: voice(), lang: "zh-CN", rate: 0.9 });
    utterance.addEventListener("start", began);
    utterance.addEventListener("end", () => utterance === said && (rest.shift(), next()));
    utterance.addEventListener("error", () => utterance === said && end());
    said = utterance;
    speech.speak(utterance);
    show();
  }

  function pause() {
    said = null; // first: cancelling tells the utterance that it has ended
    speech.cancel();
    show();
  }

  function end() {
    rest = [];
    pause();
  }

  button.addEventListener("click", () => {
    if (said) return pause();
    if (!rest.length) rest = sentences();
    next();
  });
  stop.addEventListener("click", () => {
    end();
    button.focus();
  });
  addEventListener("pagehide", end);
  speech.addEventListener("voiceschanged", offer);
  offer();
}
