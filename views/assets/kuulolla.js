// Progressive enhancement only: every page works without this file.

// Comment lists: j and k move between comments, Enter opens one, c opens the form that corrects it, Escape closes the form.
const comments = [...document.querySelectorAll('[data-comment]')];
if (comments.length > 0) {
  // after a correction the page comes back to the comment that was corrected
  let at = comments.findIndex((comment) => comment.parentElement.id === location.hash.slice(1));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      const open = event.target.closest('details[data-correct][open]');
      if (open) {
        open.open = false;
        open.querySelector('summary').focus();
      }
      return;
    }
    if (event.target.closest('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = comments.findIndex((comment) => comment.contains(document.activeElement));
    if (event.key === 'j' || event.key === 'k') {
      if (focused >= 0) at = focused;
      at = Math.min(comments.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)));
      comments[at].querySelector('.meta a').focus({ preventScroll: true });
      comments[at].scrollIntoView({ block: 'center' });
    } else if (event.key === 'c') {
      const form = comments[focused >= 0 ? focused : Math.max(0, at)].querySelector('details[data-correct]');
      if (!form) return;
      form.open = true;
      form.querySelector('summary').focus();
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

// Teaching a theme: y, n and s press the buttons that carry them.
if (document.querySelector('[data-key]')) {
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat || !/^[a-z]$/.test(event.key)) return;
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  });
}
