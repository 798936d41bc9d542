// Progressive enhancement only: every page works without this file.

// Single keys can be turned off in a browser: some who speak to it, or whose hands shake, press them without meaning to.
const KEYS_OFF = 'kuulolla-keys-off';
const keysAreOff = () => {
  try {
    return localStorage.getItem(KEYS_OFF) === 'yes';
  } catch {
    return false;
  }
};

// The help with all keys; its button is shown only where it does something.
const keys = document.querySelector('[data-keys]');
if (keys) {
  const opener = document.querySelector('[data-keys-open]');
  opener.hidden = false;
  opener.addEventListener('click', () => keys.showModal());
  const use = keys.querySelector('[data-keys-use]');
  use.checked = !keysAreOff();
  use.addEventListener('change', () => {
    try {
      localStorage.setItem(KEYS_OFF, use.checked ? 'no' : 'yes');
    } catch {
      // a browser that keeps nothing keeps its keys
      use.checked = true;
    }
  });
}

// Comment lists: j and k move between comments, Enter opens one, c opens the form that corrects it, f and a follow the links to a
// finding and to asking for an answer, ? shows all keys, Escape closes the form.
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
    if (keysAreOff() || keys?.open) return;
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
    } else if (event.key === 'f' || event.key === 'a') {
      // with nothing chosen there is nothing to ask about
      comments[focused >= 0 ? focused : at]?.querySelector(`[data-press="${event.key}"]`)?.click();
    } else if (event.key === 'Enter' && event.target === document.body) {
      comments[at]?.querySelector('[data-open]').click();
    } else if (event.key === '?' && keys) {
      event.preventDefault();
      keys.showModal();
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
