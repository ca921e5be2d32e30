// Asks the browser for a passkey and puts its answer into the form. Everything else works without this file.
"use strict";
(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const say = (form, what) => {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = place.dataset[what];
    place.hidden = false;
  };
  const known = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));
  const answered = (credential) => {
    const { response } = credential;
    const said = { clientDataJSON: toText(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = toText(response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: said });
  };
  const ask = async (form) => {
    const body = new FormData(form);
    const question = await fetch(form.dataset.question, { method: "POST", body: new URLSearchParams(body) });
    if (!question.ok) throw new Error("no question");
    const options = await question.json();
    options.challenge = toBytes(options.challenge);
    if (form.dataset.passkey === "make") {
      options.user.id = toBytes(options.user.id);
      options.excludeCredentials = known(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      if (!window.PublicKeyCredential) {
        say(form, "none");
        return;
      }
      say(form, "asking");
      ask(form).then(
        (credential) => {
          form.elements.answer.value = answered(credential);
          form.submit();
        },
        () => say(form, "failed"),
      );
    });
  }
})();
