// The service worker: pages of courses that somebody asked to keep open without
// network. It stores nothing by itself; `keeping.mjs` fills the caches when asked.

import { keep } from "./outbox.mjs";

const PATIENCE_MS = 6000; // then a kept page is better than waiting for a bad network
const COMPLETION = /^\/(uk|en)\/courses\/([^/]+)\/lessons\/([^/]+)\/completion$/;
const UNCHANGING = /^\/static\/build\/|^\/(uk|en)\/courses\/[^/]+\/versions\/\d+\/files\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(request, address));
  } else if (request.method === "POST" && COMPLETION.test(address.pathname)) {
    event.respondWith(completion(request, address));
  } else if (request.method === "GET" && UNCHANGING.test(address.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

async function page(request, address) {
  const kept = await caches.match(address.pathname, { ignoreVary: true });
  try {
    const answer = await (kept ? soon(fetch(request)) : fetch(request));
    if (kept && answer.ok && !answer.redirected) {
      await renew(address.pathname, answer.clone());
    }
    return answer;
  } catch {
    const language = address.pathname.startsWith("/en/") ? "en" : "uk";
    return kept ?? (await caches.match(`/${language}/kept`)) ?? Response.error();
  }
}

function soon(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE_MS);
    answer.then(resolve, reject);
  });
}

async function renew(path, answer) {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    if (await cache.match(path, { ignoreVary: true })) {
      await cache.put(path, answer.clone());
    }
  }
}

// A lesson marked as done without network: the step is kept, and the learner goes on.
async function completion(request, address) {
  const sent = request.clone();
  try {
    return await fetch(request);
  } catch {
    const form = await sent.formData();
    const [, , course, lesson] = COMPLETION.exec(address.pathname);
    if (!form.get("fact") || !form.get("person")) {
      return Response.error();
    }
    await keep({
      id: form.get("fact"),
      kind: "lesson.completed",
      course,
      lesson,
      at: new Date().toISOString(),
      person: form.get("person"),
    });
    const onward = new URL(form.get("onward") || "/", self.location.origin);
    return Response.redirect(onward.pathname, 303);
  }
}
