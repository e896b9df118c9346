// Put into each framework's page before anything of its own runs. It looks at the page once a frame, in the same way for all:
// frameworks differ in what they replace, remount and hide in shadow roots, so there is nothing else that all of them have.
//
// A site is { input, sentence, basis, balance, bridge, commit }. " >>> " in a selector enters a shadow root; commit says that
// the framework sends a text when Enter is pressed and not before. What is expected is as in keystrokes.js.

(() => {
  function* roots(root) {
    yield root;
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) yield* roots(node.shadowRoot);
  }

  function find(selector) {
    if (!selector.includes(" >>> ")) return document.querySelector(selector);
    const [host, inside] = selector.split(" >>> ");
    for (const root of roots(document)) {
      const found = root.querySelector(host)?.shadowRoot?.querySelector(inside);
      if (found) return found;
    }
    return null;
  }

  const text = (selector) => find(selector)?.textContent.trim();
  const same = (one, other) => one?.length === other.length && other.every((value, at) => one[at] === value);

  // What plotly calculated and drew, not only what it was given.
  const drawn = {
    balance: (node, wanted) => {
      const [mark] = node?.calcdata?.[3] ?? [];
      return same([mark?.x, mark?.y], wanted.balance) && Boolean(node.querySelector(".scatterlayer .point"));
    },
    bridge: (node, wanted) =>
      same(node?.calcdata?.[0]?.map(({ s }) => s), wanted.bridge) && wanted.labels.every((label) => node.textContent.includes(label)),
  };

  // While a number is a draft there is no verdict on our page: the headline says so, and the rest is of the number.
  const drafted = (site) => Boolean(find(site.sentence)?.closest("[data-draft=true]"));

  const seen = {
    sentence: (site, wanted) => text(site.sentence) === wanted.sentence,
    answer: (site, wanted) => text(site.basis) === wanted.basis && (drafted(site) || seen.sentence(site, wanted)),
    charts: (site, wanted) => Object.entries(drawn).every(([name, shows]) => shows(find(site[name]), wanted)),
    all: (site, wanted) => seen.answer(site, wanted) && seen.charts(site, wanted),
  };

  const nextFrame = () => new Promise(requestAnimationFrame);
  const painted = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(0);
    });

  // The end of the first frame in which it is so; every second `again` is called.
  async function when(is, again = () => {}) {
    let asked = performance.now();
    const limit = asked + 60_000;
    for (;;) {
      await nextFrame();
      if (is()) return painted();
      const now = performance.now();
      if (now > limit) throw new Error("not shown within 60 s");
      if (now - asked < 1000) continue;
      asked = now;
      again();
    }
  }

  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

  async function type(site, typed) {
    const input = find(site.input);
    input.focus();
    setValue.call(input, typed);
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: typed.slice(-1) }));
    if (!site.commit) return;
    await Promise.resolve(); // React takes the text in before it takes the key
    for (const name of ["keydown", "keypress", "keyup"])
      input.dispatchEvent(new KeyboardEvent(name, { key: "Enter", code: "Enter", keyCode: 13, bubbles: true }));
  }

  // Milliseconds from the start of the navigation.
  async function open(site, wanted, result) {
    result.sentence = await when(() => seen.sentence(site, wanted));
    result.charts = await when(() => seen.all(site, wanted));
  }

  // The same, of a text that is typed as soon as there is a field to type it into; again where the page had no ear for it yet.
  async function first(site, typed, wanted, result) {
    result.field = await when(() => find(site.input));
    result.tries = 0;
    const act = () => {
      result.tries += 1;
      return type(site, typed);
    };
    await act();
    result.answered = await when(() => seen.answer(site, wanted), act);
  }

  // Milliseconds from a key to everything that belongs to it.
  async function key(site, typed, wanted) {
    const start = performance.now();
    await type(site, typed);
    return (await when(() => seen.all(site, wanted))) - start;
  }

  window.looked = { open, first, key, result: {} };
})();
