// Five minutes before a session ends it says so beside the form, and how to stay signed in. It never moves the focus.
// Without this script each page says at its end until when somebody stays signed in, and offers more time.
(() => {
  const stays = document.getElementById("stays"), hour = 3600000, soon = hour / 12;
  if (!stays) return;
  const typed = "textarea, select, input:not([type=hidden]):not([type=submit])", around = ".field, fieldset, p";
  const more = stays.querySelector("a"), line = window.BroadcastChannel && new BroadcastChannel("stays");
  // A clock that goes wrong says nothing about the session: then it is an hour from now, as after every page.
  const left = stays.dataset.until * 1000 - Date.now(), right = left > 0 && left <= hour;
  // Less than an hour is left right away: whoever goes on does not stay longer than that.
  const longer = !right || left > 0.98 * hour;
  let end = Date.now() + (right ? left : hour), timer = 0;
  const said = document.createElement("p");
  said.id = "session-told";
  said.className = "hint";
  said.setAttribute("role", "status");
  const say = (words, link) => {
    if (said.dataset.words === words) return;
    said.dataset.words = said.textContent = words;
    said.className = words ? "note" : "hint";
    if (link) said.append(" ", more.cloneNode(true));
  };
  const look = () => {
    clearTimeout(timer);
    const ahead = end - Date.now();
    if (ahead <= 0) say(stays.dataset.over);
    else if (ahead <= soon) say(longer ? stays.dataset.soon : stays.dataset.last, longer);
    if (ahead > 0) timer = setTimeout(look, ahead > soon ? ahead - soon : ahead);
  };
  const went = (until, words) => {
    if (until <= end) return;
    end = until;
    if (said.textContent) say(words);
    look();
  };
  const form = [...document.querySelectorAll("main form")].find((each) => each.querySelector(typed));
  if (form) {
    const shut = form.closest("details:not([open])");
    if (shut) shut.after(said); else form.append(said);
    // While there is nothing to say, it waits beside the field that somebody is at, so that they see it there.
    addEventListener("focusin", ({ target }) => {
      const place = !said.textContent && target.closest("main form") && target.matches(typed) && target.closest(around);
      if (place && place.nextElementSibling !== said) place.after(said);
    });
    addEventListener("draft-kept", () => { if (longer) went(Date.now() + hour, ""); });
    document.addEventListener("visibilitychange", look);
    if (line) line.onmessage = ({ data }) => { if (longer) went(data.end, data.words); };
    look();
  }
  if (line && right && longer) line.postMessage({ end, words: stays.firstChild.textContent.trim() });
})();
