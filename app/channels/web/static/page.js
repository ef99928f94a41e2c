// What the pages need beyond links, forms and htmx. Nothing of a canvas is kept here but words that were not sent yet.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const writing = (element) => element?.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
  const store = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(name);
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch {
      return null; // a browser may forbid it; then only a lost tab loses what was not sent
    }
  };
  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  // ---- words that were not sent yet

  const text = $("#text");
  const unsent = text && `unsent ${text.dataset.unsent}`;
  if (text) {
    if (!text.value) text.value = store(unsent) ?? "";
    text.addEventListener("input", () => store(unsent, text.value));
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (text.value.trim()) text.form.requestSubmit();
    });
  }

  let chosen = ""; // who was written as speaking: goes on speaking, once there is a button for that name
  const choose = () => {
    const button = chosen && $(`#speakers input[type=radio][value="${CSS.escape(chosen)}"]`);
    if (!button) return;
    button.checked = true;
    chosen = "";
  };
  document.addEventListener("change", (event) => { if (event.target.name === "speaker") chosen = ""; });
  document.addEventListener("htmx:after:swap", choose);

  let tried; // what was sent last: it may have arrived although no answer came
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.id !== "say") return;
    const now = ctx.request.body;
    if (tried?.get("key") === now.get("key")) {
      const same = ["text", "speaker", "another"].every((name) => tried.get(name) === now.get(name));
      if (same) ctx.request.body = tried; // the same request, although the page may have moved on to another box
      else now.set("key", key());
    }
    tried = ctx.request.body;
    ctx.said = tried.get("text");
    if (tried.get("another")?.trim()) chosen = tried.get("another").trim();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement;
    if (!ctx.response || ctx.response.status >= 400) return;
    if (ctx.request?.method !== "GET" && form?.id !== "edit-text") $("#trouble")?.replaceChildren();
    if (form?.id === "say") {
      if (text.value === ctx.said) text.value = ""; // more may have been written meanwhile
      store(unsent, text.value);
      form.elements.key.value = key();
      if (form.elements.another) form.elements.another.value = "";
      choose();
    }
    form?.closest?.("details.more, details.waive")?.removeAttribute("open");
  });
  const tell = (what) => {
    const said = document.createElement("p");
    said.className = "trouble";
    said.textContent = what;
    $("#trouble")?.replaceChildren(said);
  };
  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.ctx?.sourceElement?.id === "live") return;
    tell("This did not reach the service. Nothing is lost: try again in a moment.");
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (!(ctx?.response?.status >= 400)) return;
    const ours = ctx.text?.startsWith('<div class="trouble">'); // or a page of what stands between the service and us
    const stream = ctx.sourceElement?.id === "live"; // shows nothing by itself
    if (ours && !stream) return;
    event.preventDefault();
    if (stream) { // which comes back by itself only once it was open
      $("#lost").hidden = false;
      setTimeout(() => htmx.ajax("GET", ctx.request.action, { source: ctx.sourceElement }), 2000);
    } else tell(`No answer came from the service (${ctx.response.status}). What you wrote is still here: try again in a moment.`);
  });

  // ---- a form that leads to a page is sent once, however often it is pressed

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.gone) event.preventDefault();
    event.target.dataset.gone = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-gone]")) delete form.dataset.gone;
  });

  // ---- the stream of what happens

  const live = $("#live");
  if (live) {
    const lost = $("#lost");
    document.addEventListener("htmx:sse:error", () => { lost.hidden = false; });
    document.addEventListener("htmx:sse:after:connection", () => { lost.hidden = true; });
    live.addEventListener("over", () => location.reload());
  }

  // ---- the talk stays at its end, unless somebody reads further up

  const log = $("#log");
  if (log) {
    let atEnd = true;
    const follow = () => { if (atEnd) log.scrollTop = log.scrollHeight; };
    log.addEventListener("scroll", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60; });
    $("#say")?.addEventListener("submit", () => { atEnd = true; follow(); });
    new MutationObserver(follow).observe(log, { childList: true, subtree: true, characterData: true });
    follow();
  }

  // ---- the editor: what is marked lies under the text, and moves with it

  document.addEventListener("scroll", (event) => {
    if (event.target.id === "edit-text") $("#marks").scrollTop = event.target.scrollTop;
  }, true);
  const reveal = (place) => $("#cell-" + CSS.escape(place ?? ""))?.scrollIntoView({ block: "nearest", inline: "center" });
  let place = $("#box")?.dataset.place;
  reveal(place);
  document.addEventListener("htmx:after:swap", () => {
    const box = $("#box");
    if (box && box.dataset.place !== place) {
      place = box.dataset.place;
      box.parentElement.scrollTop = 0;
      reveal(place);
    }
    const edited = $("#edit-text");
    if (!edited) return;
    $("#marks").scrollTop = edited.scrollTop;
    if (!edited.dataset.begun) {
      edited.dataset.begun = "yes";
      edited.focus();
    }
  });

  // ---- keys, and what opens and closes

  const keys = $("#keys");
  const on = $("#keys-on");
  if (on) {
    on.checked = store("single keys") !== "off";
    on.addEventListener("change", () => store("single keys", on.checked ? "" : "off"));
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) $(`#${opener.dataset.opens}`).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) $(`#${closer.dataset.closes}`).replaceChildren();
    for (const open of document.querySelectorAll("details.more[open], details.who[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = event.target.closest?.("details[open]") ?? $("details.more[open]");
      if (open) {
        open.open = false;
        $("summary", open).focus();
        return;
      }
      if (writing(event.target)) { event.target.blur(); return; }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writing(event.target) || keys?.open || (on && !on.checked)) return;
    const found = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((each) => !each.disabled);
    if (!found) return;
    event.preventDefault();
    if (writing(found)) found.focus();
    else {
      if (found.matches("summary")) found.focus(); // Tab goes on from what it opens, and Escape closes it
      found.click();
    }
  });
})();
