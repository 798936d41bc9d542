// Progressive enhancement only: every page works without this file.

// Comment lists: j and k move between comments, Enter opens one.
const comments = [...document.querySelectorAll('[data-comment]')];
if (comments.length > 0) {
  let at = -1;
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j' || event.key === 'k') {
      at = Math.min(comments.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)));
      comments[at].querySelector('.meta a').focus({ preventScroll: true });
      comments[at].scrollIntoView({ block: 'center' });
    }
  });
}

// A running import: replace the live part instead of loading the page again.
const live = document.querySelector('[data-live="on"]');
if (live) {
  const update = async () => {
    try {
      const page = await fetch(location.href, { headers: { accept: 'text/html' } });
      const fresh = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('[data-live]');
      if (!fresh) return;
      document.querySelector('[data-live]').replaceWith(fresh);
      if (fresh.dataset.live === 'on') setTimeout(update, 1000);
    } catch {
      setTimeout(update, 5000);
    }
  };
  setTimeout(update, 1000);
}
