// Lets the page be installed; when there is no connection it says so instead of failing.
const OFFLINE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>没有网络</title><body style="font:18px/1.8 sans-serif;max-width:30em;margin:20vh auto;padding:0 1.5em">
<h1>没有网络连接</h1><p>连上网络后再打开即可。</p><p lang="en">No connection. Please try again once you are online.</p>`;

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    fetch(event.request).catch(() => new Response(OFFLINE, { headers: { "Content-Type": "text/html; charset=utf-8" } })),
  );
});
