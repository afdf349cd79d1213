// Every page works without this file; it only makes some steps shorter.

import {
  createAll,
  ErrorSummary,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";
import { countDown } from "./countdown.mjs";
import { start } from "./offline.mjs";
import { sendInPieces } from "./sending.mjs";
import { suggest } from "./suggesting.mjs";

// The components' styles and code look for these marks, which usually come from an
// inline script; our content policy allows none.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [ServiceNavigation, ErrorSummary, SkipLink, PasswordInput]) {
  createAll(component);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const note of document.querySelectorAll("[data-countdown]")) {
  countDown(note);
}

for (const form of document.querySelectorAll("[data-suggest]")) {
  suggest(form);
}

for (const form of document.querySelectorAll("[data-send-to]")) {
  sendInPieces(form);
}

start();
