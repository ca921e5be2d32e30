// Keeps what is typed into a form while somebody types. Without this script the button "Keep this for later" does it.
(() => {
  const form = document.querySelector("form[data-draft]");
  const told = document.getElementById("draft-told");
  if (!form || !told || !window.fetch) return;
  const wait = 1500;
  let timer = 0, sending = false, again = false, gone = false, before = "";
  const typed = () => {
    const data = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    data.append("keep", "yes");
    data.append("quietly", "yes");
    return data;
  };
  const say = (words) => { if (told.textContent !== words) told.textContent = words; };
  const keep = async () => {
    if (gone) return;
    if (sending) { again = true; return; }
    const data = typed(), now = JSON.stringify([...data]);
    if (now === before) return;
    sending = true;
    try {
      const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
      const answer = await fetch(form.dataset.draft || form.action, { method: "POST", body, redirect: "manual" });
      if (answer.status === 204) { before = now; say(form.dataset.kept); dispatchEvent(new Event("draft-kept")); }
      else if (answer.status === 401) { before = now; say(form.dataset.out); }
      else say(form.dataset.failed);
    } catch {
      say(navigator.onLine === false ? form.dataset.offline : form.dataset.failed);
      if (!gone) timer = setTimeout(keep, 10 * wait);
    }
    sending = false;
    if (again) { again = false; keep(); }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, wait); });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) { event.preventDefault(); say(form.dataset.offline); return; }
    gone = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { gone = false; });
})();
