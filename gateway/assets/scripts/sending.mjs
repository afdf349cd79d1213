// Sends the file of a form in pieces before the form itself, so that a broken connection
// is gone on with, today or after a blackout. Without this file the form sends it whole.

const PIECE = 256 * 1024; // bytes; some seconds on a bad mobile network
const PATIENCE_MS = [1000, 2000, 4000, 8000, 15000];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function digestOf(content) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Refused extends Error {}

/** Whether asking again may help: not when the answer is about what was asked. */
async function asked(address, options) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  if (response.status === 422) {
    const answer = await response.json().catch(() => ({}));
    throw new Refused(answer.problem ?? "");
  }
  if (response.status >= 400 && response.status < 500 && response.status !== 429) {
    throw new Refused("");
  }
  if (!response.ok) throw new TypeError(`status ${response.status}`);
  return response.json();
}

export function sendInPieces(form) {
  const field = form.querySelector("input[type=file]");
  const here = form.querySelector("input[name=upload_id]");
  const told = form.querySelector(".hub-sending");
  const status = told.querySelector("[role=status]");
  const bar = told.querySelector("progress");
  const headers = { "X-CSRFToken": form.querySelector("input[name=csrf_token]").value };
  let sending = false;

  async function send(file) {
    const content = await file.arrayBuffer();
    const said = { name: file.name, size: file.size, digest: await digestOf(content) };
    for (let failures = 0; ; ) {
      try {
        // Beginning again says how much has arrived.
        const begun = await asked(form.dataset.sendTo, {
          method: "POST",
          headers,
          body: new URLSearchParams(said),
        });
        let { offset } = begun;
        while (offset < file.size) {
          bar.value = offset / file.size;
          const answer = await asked(`${form.dataset.sendTo}/${begun.id}`, {
            method: "PATCH",
            headers: {
              ...headers,
              "Upload-Offset": offset,
              "Content-Type": "application/offset+octet-stream",
            },
            body: content.slice(offset, offset + PIECE),
          });
          offset = answer.offset;
          failures = 0;
          status.textContent = form.dataset.sending;
        }
        bar.value = 1;
        return begun.id;
      } catch (error) {
        if (error instanceof Refused) throw error;
        status.textContent = form.dataset.lost;
        await pause(PATIENCE_MS[Math.min(failures, PATIENCE_MS.length - 1)]);
        failures += 1;
      }
    }
  }

  form.addEventListener("submit", async (event) => {
    const [file] = field.files;
    if (!file || !globalThis.crypto?.subtle) return; // the form does it alone
    event.preventDefault();
    if (sending) return;
    sending = true;
    told.hidden = false;
    status.textContent = form.dataset.sending;
    try {
      here.value = await send(file);
      field.value = "";
      form.submit();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // What is wrong, a page says best; where it is known here, at once.
      if (!error.message) {
        form.submit();
        return;
      }
      bar.value = 0;
      status.textContent = error.message;
      sending = false;
    }
  });
}
