/* How far a job is: asked again while it runs, put in place without a reload. */

const place = document.getElementById("job-progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Unattended": "1" } });
  if (!answer.ok) return later();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("job-progress");
  if (!fresh || !("running" in fresh.dataset)) return location.reload();
  place.replaceChildren(...fresh.childNodes);
  later();
}

function later() {
  setTimeout(() => look().catch(later), 2000);
}

if (place && "running" in place.dataset) later();
