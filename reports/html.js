/* SPDX-License-Identifier: Apache-2.0
   Filter, copying and opening what a link leads to. The page is complete without it. */
(function () {
  'use strict';
  var form = document.getElementById('filter');
  var output = document.getElementById('matches');
  var entries = null;
  var opened = new Set();

  /* Each case once or twice: its row, and its article where it has one. Read on the first use of the filter. */
  function gather() {
    entries = Array.from(document.querySelectorAll('[data-v]'), function (element) {
      return {
        element: element,
        isCase: element.tagName === 'TR',
        verdicts: element.dataset.v.split(' '),
        area: element.dataset.a,
        requirements: element.dataset.r.toUpperCase().split(' '),
        text: (element.closest('details.operation') ? element.closest('details.operation').dataset.name : '') +
          ' ' + element.textContent.toLowerCase()
      };
    });
  }

  function nameOperations() {
    document.querySelectorAll('details.operation').forEach(function (operation) {
      operation.dataset.name = operation.querySelector('.name').textContent.toLowerCase();
    });
  }

  function wishes() {
    return {
      words: document.getElementById('filter-text').value.toLowerCase().split(/\s+/).filter(Boolean),
      requirement: document.getElementById('filter-requirement').value.trim().toUpperCase(),
      area: document.getElementById('filter-area').value,
      verdicts: Array.from(form.querySelectorAll('[name=verdict]:checked'), function (box) { return box.value; })
    };
  }

  function matches(entry, wish) {
    return (!wish.area || entry.area === wish.area) &&
      (!wish.requirement || entry.requirements.includes(wish.requirement)) &&
      (!wish.verdicts.length || wish.verdicts.some(function (verdict) { return entry.verdicts.includes(verdict); })) &&
      wish.words.every(function (word) { return entry.text.includes(word); });
  }

  function showOperations(active) {
    document.querySelectorAll('details.operation').forEach(function (operation) {
      var some = !active || operation.querySelector('tr[data-v]:not([hidden])');
      operation.hidden = !some;
      if (active && some && !operation.open) {
        operation.open = true;
        opened.add(operation);
      } else if (!active && opened.delete(operation)) {
        operation.open = false;
      }
    });
  }

  function filter() {
    if (!entries) {
      nameOperations();
      gather();
    }
    var wish = wishes();
    var active = Boolean(wish.words.length || wish.requirement || wish.area || wish.verdicts.length);
    var shown = 0;
    var all = 0;
    entries.forEach(function (entry) {
      var match = !active || matches(entry, wish);
      entry.element.hidden = !match;
      all += entry.isCase;
      shown += entry.isCase && match;
    });
    showOperations(active);
    output.textContent = active ? shown + ' of ' + all + ' cases' : '';
  }

  function reveal() {
    var id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      return;
    }
    var element = id && document.getElementById(id);
    if (!element) {
      return;
    }
    for (var around = element; around; around = around.parentElement) {
      around.hidden = false;
      if (around.tagName === 'DETAILS') {
        around.open = true;
      }
    }
    if (element.matches('.case, tr')) {
      element.querySelectorAll('details').forEach(function (details) { details.open = true; });
      element.scrollIntoView({ block: 'start' });
    }
  }

  function copy(button, text) {
    var before = button.textContent;
    function tell(word) {
      button.textContent = word;
      output.textContent = word;
      setTimeout(function () { button.textContent = before; }, 1500);
    }
    if (!navigator.clipboard) {
      tell('Select the text to copy it');
      return;
    }
    navigator.clipboard.writeText(text).then(function () { tell('Copied'); }, function () { tell('Not copied'); });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('button.copy');
    if (!button) {
      return;
    }
    if (button.dataset.link) {
      copy(button, location.href.split('#')[0] + '#' + button.dataset.link);
    } else {
      copy(button, button.parentElement.querySelector('pre').textContent);
    }
  });

  /* `/` leads to the filter, as on many pages with a search. */
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.target.closest('input, select, button')) {
      event.preventDefault();
      document.getElementById('filter-text').focus();
    }
  });

  var waiting = 0;
  form.addEventListener('input', function () {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  form.addEventListener('reset', function () { setTimeout(filter, 0); });
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  window.addEventListener('hashchange', reveal);
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('.case details').forEach(function (details) { details.open = true; });
  });
  document.querySelectorAll('button.copy').forEach(function (button) { button.hidden = false; });
  form.hidden = false;
  reveal();
}());
