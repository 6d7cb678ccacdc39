/* A page of one build may ask a server of another for its files, while a new version is being rolled out: then the page is asked
   for again, three times at most, two seconds apart. It stands beside the app, which cannot say that it is missing itself. */
(function () {
  "use strict";
  var KEY = "noren-till-again";
  var MOST = 3;

  addEventListener(
    "error",
    function (event) {
      var element = event.target;
      if (!element || (element.tagName !== "SCRIPT" && element.tagName !== "LINK")) return;
      var tries = Number(sessionStorage.getItem(KEY) || 0);
      if (tries >= MOST) return;
      sessionStorage.setItem(KEY, String(tries + 1));
      setTimeout(function () {
        location.reload();
      }, 2000);
    },
    true,
  );
  addEventListener("load", function () {
    if (document.getElementById("till").childElementCount) sessionStorage.removeItem(KEY);
  });
})();
