// How long an attempt still has. The server's clock decides; this one only counts from
// what the server said when the page came, so that a device's wrong clock does not matter.

const SAID = [
  [0, "i18n.over"],
  [60, "i18n.one"],
  [300, "i18n.five"],
];

export function countDown(note) {
  const clock = note.querySelector(".hub-countdown");
  const status = note.querySelector("[role=status]");
  const start = performance.now();
  const given = Number(note.dataset.countdown);
  const words = (name) => note.getAttribute(`data-${name}`);
  // What was already over when the page came is not said as news.
  let pending = SAID.filter(([seconds]) => seconds < given);

  function tick() {
    const left = Math.max(0, Math.ceil(given - (performance.now() - start) / 1000));
    const minutes = Math.floor(left / 60);
    const seconds = String(left % 60).padStart(2, "0");
    clock.textContent = words("i18n.left").replace("{clock}", `${minutes}:${seconds}`);
    const due = pending.filter(([limit]) => left <= limit);
    if (due.length) {
      status.textContent = words(due[0][1]);
      pending = pending.filter((entry) => !due.includes(entry));
    }
    if (left > 0) setTimeout(tick, 1000);
    else clock.textContent = words("i18n.over");
  }

  clock.hidden = false;
  tick();
}
