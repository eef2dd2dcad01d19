// A preview to be read until a day: after it, the page says so and nothing else.
(() => {
  "use strict";
  const cover = document.getElementById("preview-expired");
  const checkDate = () => {
    if (Date.now() < Date.parse(cover.dataset.after)) return;
    for (const child of document.body.children) child.inert = child !== cover;
    document.documentElement.dataset.expired = "on";
    cover.hidden = false;
  };
  checkDate();
  setInterval(checkDate, 60000);
})();
