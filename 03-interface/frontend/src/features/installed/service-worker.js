/* global PAGES */
// What a browser keeps of the product beside its pages. It makes the product installable, takes what other applications share with it,
// opens what a notification is about, and says so where the server cannot be reached. It keeps no page, no answer and no address: whatever
// it does not name here goes over the network as if it were not there. `sw.js/route.ts` writes PAGES before it.

const SHARE = "/share";
const MOST_FILES = 50;

// Nothing of an older one is worth waiting for: it holds nothing.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { pathname } = new URL(url);
  // Sound, uploads, answers and downloads are none of its business, also where the API has the same origin.
  if (mode !== "navigate" || pathname.startsWith("/api/")) return;
  if (method === "POST" && pathname === SHARE) event.respondWith(taken(event.request));
  else if (method === "GET") event.respondWith(page(event));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offline();
  }
}

async function offline() {
  const [language, theme] = await Promise.all([choice("scribe_language"), choice("scribe_theme")]);
  const known = [language, ...self.navigator.languages.map((tag) => tag.split("-")[0])].find((one) => one in PAGES.html) ?? "en";
  const look = theme === "light" || theme === "dark" ? ` data-theme="${theme}"` : "";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGES.policy, "Cache-Control": "no-store" };
  return new Response(PAGES.html[known].replace("<html", `<html${look}`), { status: 503, headers });
}

/** How the reader likes the interface, where the browser lets this be asked here. */
async function choice(name) {
  return (await self.cookieStore?.get(name).catch(() => null))?.value;
}

/** Keeps shared recordings for the next list of meetings, whoever is signed in by then; nothing of them is sent. */
async function taken(request) {
  let outcome = "nothing";
  try {
    const files = (await request.formData()).getAll("recordings").filter((one) => typeof one !== "string" && one.size > 0);
    if (files.length > 0) {
      await keep(files.slice(0, MOST_FILES));
      outcome = "here";
    }
  } catch {
    outcome = "unkept";
  }
  return Response.redirect(`${self.location.origin}/meetings?shared=${outcome}`, 303);
}

/** `features/uploads/shared.ts` reads it. */
function keep(files) {
  return new Promise((resolve, reject) => {
    const opening = self.indexedDB.open("scribe-shared", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "id", autoIncrement: true });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("files", "readwrite", { durability: "strict" });
      for (const file of files) transaction.objectStore("files").add({ file, at: Date.now() });
      transaction.oncomplete = () => resolve(database.close());
      transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function open(path) {
  const pages = await self.clients.matchAll({ type: "window" });
  // The one that shows it, else the one that was looked at last: it goes there by itself, so that what it does goes on.
  const there = pages.find(({ url }) => new URL(url).pathname === path) ?? pages[0];
  if (!there) return self.clients.openWindow(path);
  await there.focus();
  there.postMessage({ open: path });
}
