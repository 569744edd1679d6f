/* What is typed is kept while one types: on the portal, and on this machine while the portal cannot be reached. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-unsaved]"), told = form && form.querySelector("[data-unsaved-state]");
  if (!form) return;
  var key = "unsaved:" + location.pathname, url = form.dataset.unsaved + "?form=" + encodeURIComponent(location.pathname);
  var timer = 0, sending = false, again = false, leaving = false;

  function tell(words) { if (told) told.textContent = words; }
  function held(text) {
    try { if (text === null) sessionStorage.removeItem(key); else sessionStorage.setItem(key, text); } catch (error) { /* full, or not allowed */ }
  }

  function send() {
    if (leaving) return;
    if (sending) { again = true; return; }
    sending = true;
    again = false;
    var text = new URLSearchParams(new FormData(form)).toString();
    held(text);
    fetch(url, { method: "POST", body: text, credentials: "same-origin", headers: { "Content-Type": "application/x-www-form-urlencoded" } })
      .then(function (answer) {
        return answer.ok ? answer.json().then(function (said) { held(null); tell("Đã giữ phần đang gõ lúc " + said.kept_at); })
          : tell(answer.status === 413 || answer.status === 422 ? "Nội dung quá dài, cổng không giữ giúp được. Hãy lưu." : "Phiên làm việc đã hết: phần đang gõ còn giữ trên máy này. Hãy đăng nhập lại ở thẻ khác.");
      })
      .catch(function () { tell("Mất kết nối, đang giữ trên máy này"); again = true; })
      .finally(function () { sending = false; if (again) later(10000); });
  }
  function later(after) { clearTimeout(timer); timer = setTimeout(send, after); }

  form.addEventListener("input", function () { later(2000); });
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); held(null); });

  /* Typed while the portal was away, and the page was left: handed over now, then shown. */
  var waiting = null;
  try { waiting = sessionStorage.getItem(key); } catch (error) { /* not allowed */ }
  if (waiting) {
    var fresh = new URLSearchParams(waiting);
    fresh.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    fetch(url, { method: "POST", body: fresh, credentials: "same-origin" }).then(function (answer) {
      if (answer.ok) { held(null); leaving = true; location.reload(); }
    }).catch(function () { tell("Mất kết nối, đang giữ trên máy này"); });
  }
})();
