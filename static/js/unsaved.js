/* What is typed is kept while one types: on the portal, and on this machine while the portal cannot be reached. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-unsaved]"), told = form && form.querySelector("[data-unsaved-state]");
  if (!form) return;
  var url = form.dataset.unsaved + "?form=" + encodeURIComponent(location.pathname);
  var key = "unsaved:" + form.dataset.unsavedOf + ":" + location.pathname; // of this person: others may sit here next
  var timer = 0, sending = null, again = false, leaving = false;

  function tell(words) { if (told) told.textContent = words; }
  function held(text, isSent) {
    try {
      if (text === null) sessionStorage.removeItem(key); else sessionStorage.setItem(key, JSON.stringify({ text: text, isSent: isSent }));
    } catch (error) { /* full, or not allowed */ }
  }
  function typed() { return new URLSearchParams(new FormData(form)).toString(); }
  function revision(of) { return new URLSearchParams(of).get("revision"); }

  /* Whether it was kept; what else there is to say is said. */
  function answered(answer) {
    var isOurs = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
    if (isOurs && answer.ok) return answer.json().then(function (said) { tell("Đã giữ phần đang gõ lúc " + said.kept_at); return true; });
    if (answer.status >= 500 || answer.status === 429) throw new Error("away");
    if (isOurs && answer.status !== 401) tell("Nội dung quá dài, cổng không giữ giúp được. Hãy lưu.");
    else tell("Phiên làm việc đã hết: phần đang gõ còn giữ trên máy này. Hãy đăng nhập lại ở thẻ khác.");
    return false;
  }

  function post(text) {
    sending = new AbortController();
    return fetch(url, { method: "POST", body: text, credentials: "same-origin", signal: sending.signal, headers: { "Content-Type": "application/x-www-form-urlencoded" } }).then(answered);
  }

  function send() {
    if (leaving) return;
    if (sending) { again = true; return; }
    again = false;
    var text = typed();
    held(text, false);
    post(text)
      .then(function (isKept) { if (isKept && !again) held(null); })
      .catch(function () { if (!leaving) { tell("Mất kết nối, đang giữ trên máy này"); again = true; } })
      .finally(function () { sending = null; if (again && !leaving) later(10000); });
  }
  function later(after) { clearTimeout(timer); timer = setTimeout(send, after); }

  form.addEventListener("input", function () { later(2000); });
  form.addEventListener("submit", function () {
    leaving = true;
    clearTimeout(timer);
    if (sending) sending.abort(); // else it might come in after what is being saved
    held(typed(), true); // until it is seen to be saved
  });

  /* What was typed while the portal was away, or sent and not saved: handed over now, then shown. */
  var waiting = null;
  try { waiting = JSON.parse(sessionStorage.getItem(key)); } catch (error) { /* not allowed, or not ours */ }
  if (!waiting) return;
  if (waiting.isSent && (form.dataset.changed || revision(waiting.text) !== revision(typed()))) { held(null); return; } // saved, or shown already
  var fresh = new URLSearchParams(waiting.text);
  fresh.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  post(fresh)
    .then(function (isKept) { sending = null; if (isKept) { held(null); leaving = true; location.reload(); } })
    .catch(function () { sending = null; tell("Mất kết nối, đang giữ trên máy này"); });
})();
