// Suggests titles while somebody types, as a combobox with a list (ARIA Authoring
// Practices). Without this file the form searches just the same.

const WAIT_MS = 200;
const SHORTEST = 2; // characters

let lists = 0;

export function suggest(form) {
  const field = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let chosen = -1;
  let asked = "";
  let timer = 0;
  let pending = null;

  list.id = `suggestions-${(lists += 1)}`;
  list.className = "hub-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestLabel);
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  form.append(list, status);

  const options = () => [...list.children];

  function close() {
    clearTimeout(timer);
    pending?.abort();
    chosen = -1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function show(titles) {
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...titles.map(({ title, language }, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.lang = language;
        option.textContent = title;
        return option;
      }),
    );
    list.hidden = titles.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = form.dataset.suggestCount.replace("{number}", titles.length);
  }

  function choose(index) {
    const all = options();
    chosen = (index + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    field.value = option.textContent;
    close();
    form.requestSubmit();
  }

  async function ask() {
    const words = field.value.trim();
    if (words === asked && !list.hidden) return;
    asked = words;
    pending?.abort();
    if (words.length < SHORTEST) {
      close();
      return;
    }
    pending = new AbortController();
    try {
      const address = `${form.dataset.suggest}&q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: pending.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).items);
    } catch {
      // Nothing is suggested without a network, and nothing is needed.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (!list.hidden) choose(chosen < 0 && !down ? -1 : chosen + (down ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(options()[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  field.addEventListener("blur", close);
  // Before the field loses its focus, and the list with it.
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      event.preventDefault();
      take(option);
    }
  });
}
