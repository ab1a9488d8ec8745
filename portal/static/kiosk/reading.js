// Reads the page aloud; each sentence tells that the screen is in use.

import { aloud } from "../aloud.js";
import { used } from "./idle.js";

const button = document.querySelector("[data-aloud]");
if (button) aloud(button, document.querySelector("[data-aloud-stop]"), used);
