// The QR code of a receipt leads to the form with number and code behind the #, which no server ever sees.

const RECEIPT = /^#(\d{8}-\d{6})\.(\d{10})$/;

export function fromFragment(form) {
  const found = RECEIPT.exec(location.hash);
  if (!found) return;
  form.elements.number.value = found[1];
  form.elements.code.value = found[2];
  history.replaceState(null, "", location.pathname);
  form.querySelector("button").focus();
}
