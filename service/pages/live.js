// Says politely that something changed. It never moves the focus and never loads the page by itself.
(() => {
  const told = document.querySelector("[data-changes]");
  if (!told || !window.EventSource) return;
  let source = null, position = told.dataset.after, tries = 0;
  const stop = () => { if (source) source.close(); source = null; };
  const listen = () => {
    if (source || document.hidden || !told.hidden || tries > 5) return;
    source = new EventSource(`${told.dataset.changes}?after=${encodeURIComponent(position)}`);
    source.addEventListener("here", (event) => { position = JSON.parse(event.data).position; tries = 0; });
    source.addEventListener("changed", (event) => {
      const change = JSON.parse(event.data);
      position = change.position;
      const only = told.dataset.milestone;
      if (only && change.milestones.length && !change.milestones.includes(only)) return;
      stop();
      const link = document.createElement("a");
      link.href = location.pathname + location.search;
      link.textContent = told.dataset.again;
      told.replaceChildren(`${told.dataset.words} `, link);
      told.hidden = false;
    });
    source.addEventListener("end", stop);
    source.onerror = () => { stop(); tries += 1; setTimeout(listen, 5000 * 2 ** tries); };
  };
  // A browser has few connections to one place: a page that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else listen(); });
  listen();
})();
