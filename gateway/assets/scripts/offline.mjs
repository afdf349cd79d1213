// Learning without network: what the pages offer and tell. Nothing is stored on the
// device before somebody asks for it.

import { canKeep, forgetCourse, isKept, keepCourse, keptCourses } from "./keeping.mjs";
import { keep, send, waiting } from "./outbox.mjs";

const person = document.querySelector('meta[name="hub-person"]')?.content;
const token = document.querySelector('meta[name="hub-token"]')?.content;
const language = document.documentElement.lang;

export async function start() {
  for (const box of document.querySelectorAll("[data-keep]")) {
    await offer(box);
  }
  for (const list of document.querySelectorAll("[data-kept]")) {
    await show(list);
  }
  if (!person || !("indexedDB" in window)) {
    return;
  }
  for (const form of document.querySelectorAll("[data-sign-out]")) {
    form.addEventListener("submit", (event) => leave(event, form));
  }
  for (const { dataset } of document.querySelectorAll("[data-viewed]")) {
    await keep(fact("lesson.viewed", dataset.course, dataset.viewed));
  }
  window.addEventListener("online", tell);
  await tell();
}

function fact(kind, course, lesson) {
  return { id: crypto.randomUUID(), kind, course, lesson, at: new Date().toISOString(), person };
}

// Sends what waits and says how much still does.
async function tell() {
  await send(person, `/${language}/my-learning/facts`, token).catch(() => undefined);
  const left = (await waiting(person)).length;
  for (const note of document.querySelectorAll("[data-waiting]")) {
    note.hidden = left === 0;
    note.querySelector("[data-count]").textContent = left;
  }
}

// Whoever signs out leaves nothing on the device; what waits is sent first.
async function leave(event, form) {
  event.preventDefault();
  await send(person, `/${language}/my-learning/facts`, token).catch(() => undefined);
  await Promise.all((await keptCourses()).map(forgetCourse));
  form.submit();
}

async function offer(box) {
  if (!canKeep) {
    return;
  }
  const { keep: slug, addresses } = box.dataset;
  const [add, remove] = ["add", "remove"].map((name) => box.querySelector(`[data-${name}]`));
  const say = box.querySelector("[data-say]");
  const showState = async (text) => {
    const kept = await isKept(slug);
    add.hidden = kept;
    remove.hidden = !kept;
    say.textContent = text ?? (kept ? say.dataset.done : "");
  };
  add.addEventListener("click", async () => {
    add.disabled = true;
    try {
      await keepCourse(slug, JSON.parse(addresses), (done, of) => {
        say.textContent = `${say.dataset.busy} ${done} / ${of}`;
      });
      await showState();
    } catch {
      await forgetCourse(slug);
      await showState(say.dataset.failed);
    }
    add.disabled = false;
  });
  remove.addEventListener("click", async () => {
    await forgetCourse(slug);
    await showState();
  });
  box.hidden = false;
  await showState();
}

async function show(list) {
  const slugs = canKeep ? await keptCourses() : [];
  for (const slug of slugs) {
    const address = `/${language}/courses/${slug}`;
    const kept = await caches.match(address, { ignoreVary: true });
    const read = kept && new DOMParser().parseFromString(await kept.text(), "text/html");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = address;
    link.textContent = read?.querySelector("h1")?.textContent ?? slug;
    const entry = document.createElement("li");
    entry.append(link);
    list.append(entry);
  }
  list.hidden = slugs.length === 0;
  for (const none of document.querySelectorAll("[data-none-kept]")) {
    none.hidden = slugs.length > 0;
  }
}
