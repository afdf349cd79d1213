// Keeping a course on this device, listing what is kept, and forgetting it.

const PREFIX = "course:";
const WORKER = "/worker.js";

export const canKeep = "serviceWorker" in navigator && "caches" in window;

export async function keepCourse(slug, addresses, onStep) {
  await navigator.serviceWorker.register(WORKER);
  const cache = await caches.open(PREFIX + slug);
  const wanted = [...new Set([...addresses, ...ofThisPage()])];
  let done = 0;
  for (const address of wanted) {
    const answer = await fetch(address);
    if (!answer.ok) {
      throw new Error(address);
    }
    if (isPage(answer)) {
      wanted.push(...filesOf(await answer.clone().text(), wanted));
    }
    await cache.put(address, answer);
    done += 1;
    onStep(done, wanted.length);
  }
}

export async function isKept(slug) {
  return caches.has(PREFIX + slug);
}

export async function keptCourses() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

export async function forgetCourse(slug) {
  await caches.delete(PREFIX + slug);
  if ((await keptCourses()).length === 0) {
    const worker = await navigator.serviceWorker.getRegistration("/");
    await worker?.unregister();
  }
}

// The style, the script, the icon, and the fonts that this page has needed.
function ofThisPage() {
  const named = document.querySelectorAll(
    'link[rel="stylesheet"], link[rel="icon"], script[src]',
  );
  const fonts = performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name).pathname)
    .filter((path) => path.endsWith(".woff2"));
  const paths = [...named].map((node) => new URL(node.href || node.src).pathname);
  return [...paths, ...fonts];
}

function isPage(answer) {
  return answer.headers.get("Content-Type").startsWith("text/html");
}

function filesOf(html, known) {
  const read = new DOMParser().parseFromString(html, "text/html");
  const named = [...read.querySelectorAll("main img[src], main a[href]")]
    .map((node) => node.getAttribute("src") ?? node.getAttribute("href"))
    .filter((path) => /\/versions\/\d+\/files\//.test(path));
  return [...new Set(named)].filter((path) => !known.includes(path));
}
