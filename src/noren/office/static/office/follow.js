// Follows a running import: takes the page's newest words every second until it has ended, not while hidden.
const running = () => document.querySelector("#progress[data-running]");
async function look() {
  if (!running()) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const progress = fresh.getElementById("progress");
      if (!progress) return;
      if (!progress.hasAttribute("data-running")) { location.reload(); return; }
      running().replaceWith(progress);
    } catch { /* the server is away for a moment; the next look may find it again */ }
  }
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
