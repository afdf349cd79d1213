// Steps done without network, kept on this device until the server has them.
// Used by the pages and by the service worker alike.

import { openDB } from "idb";

const STORE = "facts";

function open() {
  return openDB("hub", 1, {
    upgrade(database) {
      database.createObjectStore(STORE, { keyPath: "id" });
    },
  });
}

export async function keep(fact) {
  const database = await open();
  await database.put(STORE, fact);
  database.close();
}

export async function waiting(person) {
  const database = await open();
  const facts = await database.getAll(STORE);
  database.close();
  return facts.filter((fact) => fact.person === person);
}

async function forget(ids) {
  const database = await open();
  const change = database.transaction(STORE, "readwrite");
  await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
  database.close();
}

// Sends what waits. A fact leaves the device only once the server has answered for it,
// so a lost answer means that it is sent again, which changes nothing there.
export async function send(person, address, token) {
  const facts = (await waiting(person)).slice(0, 1000);
  if (facts.length === 0) {
    return;
  }
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ facts }),
  });
  if (answer.ok) {
    const { items } = await answer.json();
    await forget(items.map((item) => item.id));
  }
}
