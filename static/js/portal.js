/* What makes the pages pleasanter. Every page works without it. No inline code, no eval: the CSP forbids both. */
(function () {
  "use strict";
  var leaving = false;

  /* A form is sent once. The pressed button is disabled a moment later, so that its name still travels. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    leaving = true;
    var button = event.submitter || form.querySelector("button[type=submit]");
    setTimeout(function () {
      form.querySelectorAll("button[type=submit], button:not([type])").forEach(function (each) { each.disabled = true; });
      if (button && button.tagName === "BUTTON") { button.dataset.words = button.innerHTML; button.textContent = "Đang gửi…"; }
    }, 0);
  });
  /* Back to a page the browser kept: its buttons work again. */
  window.addEventListener("pageshow", function () {
    leaving = false;
    document.querySelectorAll("form[data-sending]").forEach(function (form) {
      delete form.dataset.sending;
      form.querySelectorAll("button").forEach(function (each) {
        each.disabled = false;
        if (each.dataset.words) { each.innerHTML = each.dataset.words; delete each.dataset.words; }
      });
    });
  });

  /* What was typed is not lost by a wrong click. */
  document.addEventListener("input", function (event) {
    var form = event.target.closest && event.target.closest("form[data-keep]");
    if (form) form.dataset.changed = "1";
  });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && document.querySelector("form[data-changed]")) { event.preventDefault(); event.returnValue = ""; }
  });

  /* Menus close with Escape and with a click elsewhere. */
  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) { if (menu !== except) menu.open = false; });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details[data-menu]")); });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* Ctrl K, or “/” while nothing is typed, leads to the search: the box that is seen, else the link to its page. */
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (asked || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)) {
      var seen = Array.from(document.querySelectorAll("[data-search]")).find(function (each) { return each.offsetParent; });
      if (!seen) return;
      event.preventDefault();
      seen.focus();
      if (seen.select) seen.select();
    } else if (event.key === "Escape" && event.target.matches && event.target.matches("input[data-search]")) {
      event.target.blur();
    }
  });

  function megabytes(bytes) { return (bytes / 1048576).toFixed(1).replace(".", ","); }

  /* The file's name and weight, and a word before a file goes up that the portal will refuse. */
  function watchDropZone(zone) {
    var input = zone.querySelector("input[type=file]"), told = zone.querySelector("[data-chosen]");
    if (!input || zone.dataset.ready) return;
    zone.dataset.ready = "1";
    zone.classList.add("is-ready");
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (name) { zone.addEventListener(name, function () { zone.classList.remove("is-over"); }); });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.dispatchEvent(new Event("change", { bubbles: true })); }
    });
    function tell() {
      var file = input.files[0], most = Number(input.dataset.maxBytes || 20971520), tooBig = file && file.size > most;
      told.classList.toggle("is-bad", Boolean(tooBig));
      told.textContent = !file ? "Chưa chọn tệp nào." : tooBig
        ? "Tệp “" + file.name + "” nặng " + megabytes(file.size) + " MB, quá mức " + megabytes(most) + " MB. Hãy chọn tệp nhẹ hơn."
        : "Đã chọn “" + file.name + "” (" + megabytes(Math.max(file.size, 104858)) + " MB).";
    }
    input.addEventListener("change", tell);
    tell();
  }

  /* On a phone the filters would fill the first screen: they open with a touch. */
  var phone = window.matchMedia("(max-width: 40rem)");
  function fold() {
    document.querySelectorAll("[data-fold-on-phone]").forEach(function (each) { each.open = !phone.matches; });
  }
  phone.addEventListener("change", fold);

  /* A password can be looked at before it is sent; it is sent, and kept by the browser, as a password. */
  function offerToShow(input) {
    var box = document.createElement("span"), button = document.createElement("button"), had = document.activeElement === input;
    box.className = "password-box";
    button.type = "button";
    button.className = "password-show";
    button.setAttribute("aria-controls", input.id);
    input.replaceWith(box);
    box.append(input, button);
    if (had) input.focus();
    function show(seen) {
      input.type = seen ? "text" : "password";
      button.textContent = seen ? "Ẩn" : "Hiện";
      button.setAttribute("aria-label", seen ? "Ẩn mật khẩu" : "Hiện mật khẩu");
    }
    button.addEventListener("click", function () { show(input.type === "password"); input.focus(); });
    if (input.form) input.form.addEventListener("submit", function () { show(false); });
    show(false);
  }

  function settle(root) {
    root.querySelectorAll("input[type=password]").forEach(offerToShow);
    root.querySelectorAll("[data-drop-zone]").forEach(watchDropZone);
    root.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.onclick = function () { window.print(); };
    });
    root.querySelectorAll("[data-search-keys]").forEach(function (keys) { keys.hidden = false; });
    var first = root.querySelector("[data-focus]");
    if (first) first.focus();
  }
  document.addEventListener("DOMContentLoaded", function () { fold(); settle(document); });

  /* htmx: what was swapped in is settled too; a session that ended shows its login page whole, not inside a panel. */
  document.addEventListener("htmx:afterSwap", function (event) { settle(event.detail.target); });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var address = event.detail.xhr.responseURL;
    if (address && new URL(address).pathname !== new URL(event.detail.pathInfo.finalRequestPath, location.href).pathname) {
      event.detail.shouldSwap = false;
      leaving = true;
      location.reload();
    }
  });
})();
