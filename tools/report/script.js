'use strict';

const PAGE = 200; // items shown at a time

// The text of an item, with a space where its sign stands.
function words(item) {
  return item.textContent.replaceAll('␣', ' ').toLowerCase();
}

// The filter of one view: finds the items that match and shows them page by page.
class Filter {
  constructor(section) {
    this.form = section.querySelector('form');
    this.status = this.form.querySelector('output');
    this.buttons = [...this.form.querySelectorAll('[data-step]')];
    this.items = [...section.querySelectorAll('.items > :not(h3)')];
    this.shown = [];
    this.form.addEventListener('submit', event => event.preventDefault());
    for (const event of ['input', 'change']) this.form.addEventListener(event, () => this.applySoon());
    this.form.addEventListener('reset', () => setTimeout(() => this.apply()));
    for (const button of this.buttons)
      button.addEventListener('click', () => this.show(this.page + Number(button.dataset.step)));
    this.apply();
  }

  applySoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.apply(), 120);
  }

  read() {
    const value = name => this.form.elements[name]?.value ?? '';
    const number = (name, otherwise) => value(name) === '' ? otherwise : Number(value(name));
    this.kind = value('kind');
    this.least = number('least', -Infinity);
    this.most = number('most', Infinity);
    this.text = value('text').toLowerCase();
    this.asksScore = this.least > -Infinity || this.most < Infinity;
    this.asksMark = this.kind !== '' || this.asksScore;
  }

  matchesMark({kind, score}) {
    if (this.kind === '*' ? score === undefined : this.kind !== '' && kind !== this.kind) return false;
    return !this.asksScore || (score !== undefined && score >= this.least && score <= this.most);
  }

  // An item has its marks itself, or in the edits within it.
  matches(item) {
    if (this.text !== '' && !words(item).includes(this.text)) return false;
    let found = !this.asksMark || this.matchesMark(item.dataset);
    for (const edit of item.getElementsByClassName('edit')) {
      const fits = this.matchesMark(edit.dataset);
      edit.classList.toggle('other', !fits);
      found ||= fits;
    }
    return found;
  }

  apply() {
    this.read();
    this.matching = this.items.filter(item => this.matches(item));
    this.show(0);
  }

  show(page) {
    const all = this.matching.length, first = page * PAGE, end = Math.min(first + PAGE, all);
    for (const item of this.shown) item.classList.remove('shown');
    this.shown = this.matching.slice(first, end);
    for (const item of this.shown) item.classList.add('shown');
    this.page = page;
    this.status.textContent = all === 0 ? 'none'
      : `${(first + 1).toLocaleString('en')}–${end.toLocaleString('en')} of ${all.toLocaleString('en')}`;
    this.buttons[0].disabled = page === 0;
    this.buttons[1].disabled = end === all;
  }

  // Turns to the page of an item, and clears the filter if that hides it.
  reveal(target) {
    const item = target.closest('.items > *');
    if (!item || item.classList.contains('shown')) return;
    if (!this.matching.includes(item)) {
      this.form.reset();
      this.apply();
    }
    this.show(Math.floor(this.matching.indexOf(item) / PAGE));
  }
}

const root = document.documentElement;
const sections = [...document.querySelectorAll('main > section')];
const filters = new Map();

// Shows the view that the address names, by itself or by something in it.
function go() {
  const target = document.getElementById(location.hash.slice(1)) ?? sections[0];
  const section = target.closest('main > section') ?? sections.find(s => s.classList.contains('current'));
  for (const other of sections) other.classList.toggle('current', other === section);
  for (const link of document.querySelectorAll('nav a'))
    link.setAttribute('aria-current', link.hash === '#' + section.id ? 'page' : 'false');
  if (section.querySelector('form') && !filters.has(section)) filters.set(section, new Filter(section));
  if (target === section) {
    scrollTo(0, 0);
    return;
  }
  filters.get(section)?.reveal(target);
  target.scrollIntoView({block: 'center'});
  (target.matches('a') ? target : target.querySelector('a') ?? target).focus({preventScroll: true});
}

const button = document.getElementById('theme');
function isDark() {
  const {theme} = root.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
function nameOtherTheme() {
  button.textContent = isDark() ? 'Light' : 'Dark';
}
button.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  nameOtherTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameOtherTheme);

nameOtherTheme();
addEventListener('hashchange', go);
go();
