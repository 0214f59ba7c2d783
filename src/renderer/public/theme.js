// Runs before the first paint, so that a chosen theme never flashes. A file of its own: the page's policy allows no inline script.
;(function () {
  try {
    var theme = localStorage.getItem('port8000.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage may be closed to us; the system's theme is right then.
  }
})()
