// Put into both pages before anything of theirs runs. It types a digit and says when everything on the page belongs to
// it. Both pages are watched in the same way: by events (mutations, plotly_afterplot, the load of an image), never by
// asking again and again, and against the same expected values, worked out beforehand.
//
// A site is { input, sentence, basis, door, balance, bridge }, each a selector. What is expected of a number is
// { sentence, basis, door, doorText, balance: [x, y], bridge: [height of each bar], labels: [text over each bar] }.

(() => {
  const find = (selector) => document.querySelector(selector);
  const same = (one, other) => one?.length === other.length && other.every((value, at) => one[at] === value);
  const frames = []; // [time, size] of what came over a WebSocket
  const sends = []; // when something was sent over one

  const NativeSocket = window.WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(...rest) {
      super(...rest);
      this.addEventListener("message", ({ data }) => frames.push([performance.now(), data.byteLength ?? data.length]));
    }
    send(data) {
      sends.push(performance.now());
      super.send(data);
    }
  };

  // One frame and one task later, the paint of what stands in the page now is done.
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(0);
      }),
    );

  // While a number is a draft there is no verdict on our page: the headline says so, and the rest is of the number.
  const drafted = (site) => find(site.sentence)?.closest("[data-draft=true]");

  const worded = (site, wanted) =>
    (drafted(site) || find(site.sentence)?.textContent === wanted.sentence) &&
    find(site.basis)?.textContent === wanted.basis;

  const doorDrawn = (site, wanted) => {
    const door = find(site.door);
    if (door?.tagName !== "IMG") return door?.textContent === wanted.doorText;
    return door.complete && door.naturalWidth > 0 && decodeURIComponent(door.src).endsWith(wanted.door);
  };

  // What plotly says it has drawn; asked in plotly_afterplot only.
  const plotted = {
    balance: (node, wanted) => same(node.data[3].x, wanted.balance.slice(0, 1)) && same(node.data[3].y, wanted.balance.slice(1)),
    bridge: (node, wanted) => same(node.data[0].y, wanted.bridge),
  };

  // What stands in the drawing itself.
  const drawings = {
    balance: (node) => Boolean(node?.querySelector(".scatterlayer .point")),
    bridge: (node, wanted) => wanted.labels.every((label) => node?.textContent.includes(label)),
  };

  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

  function type(site, text, wanted) {
    return new Promise((resolve, reject) => {
      const [input, door] = [find(site.input), find(site.door)];
      const charts = { balance: find(site.balance), bridge: find(site.bridge) };
      const drawn = { words: 0, door: 0, balance: 0, bridge: 0 }; // when each was there first
      performance.clearResourceTimings();
      frames.length = sends.length = 0;

      const check = () => {
        drawn.words ||= worded(site, wanted) ? performance.now() : 0;
        drawn.door ||= doorDrawn(site, wanted) ? performance.now() : 0;
        if (Object.values(drawn).every(Boolean)) finish();
      };
      const afterplot = Object.keys(charts).map((name) => () => {
        drawn[name] ||= plotted[name](charts[name], wanted) ? performance.now() : 0;
        check();
      });
      const observer = new MutationObserver(check);
      const stop = () => {
        clearTimeout(limit);
        observer.disconnect();
        door.removeEventListener("load", check);
        Object.values(charts).forEach((node, at) => node.removeListener("plotly_afterplot", afterplot[at]));
      };
      let over = false;
      const finish = async () => {
        if (over) return;
        over = true;
        stop();
        const end = await painted();
        const request = performance.getEntriesByType("resource").find(({ name }) => name.includes("_dash-update-component"));
        const answer = frames.find(([, size]) => size > 5000);
        if (!worded(site, wanted) || !doorDrawn(site, wanted)) return reject(new Error(`${text}: words or door went back`));
        for (const [name, node] of Object.entries(charts))
          if (!drawings[name](node, wanted)) return reject(new Error(`${text}: the ${name} does not show it`));
        return resolve({
          ms: end - start,
          sent: (request ? request.fetchStart : sends[0]) - start,
          received: (request ? request.responseEnd : answer?.[0]) - start,
          drawn: Math.max(...Object.values(drawn)) - start,
          parts: Object.fromEntries(Object.entries(drawn).map(([name, time]) => [name, time - start])),
        });
      };
      const limit = setTimeout(() => {
        stop();
        reject(new Error(`${text}: not shown within 20 s, ${JSON.stringify(drawn)}`));
      }, 20000);

      for (const selector of [site.sentence, site.basis, site.door])
        observer.observe(find(selector), { childList: true, subtree: true, characterData: true, attributes: true });
      door.addEventListener("load", check);
      Object.values(charts).forEach((node, at) => node.on("plotly_afterplot", afterplot[at]));

      setValue.call(input, text);
      const start = performance.now();
      input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text.slice(-1) }));
    });
  }

  // Keys one after another, each after a pause from the last paint; the pauses differ so as not to keep step with the frames.
  async function block(site, keys, idle) {
    find(site.input).focus();
    const times = [];
    for (const [at, [text, wanted]] of keys.entries()) {
      await new Promise((resolve) => setTimeout(resolve, idle + ((at * 10.3) % 16.7)));
      times.push(await type(site, text, wanted));
    }
    return times;
  }

  // From the start of the navigation: when the first sentence stood there, and when both charts were drawn.
  function watchOpening(site, wanted) {
    const opening = { sentence: 0, charts: 0, painted: 0 };
    const observer = new MutationObserver(() => {
      opening.sentence ||= find(site.sentence)?.textContent === wanted.sentence ? performance.now() : 0;
      if (!opening.sentence) return;
      if (!Object.entries(drawings).every(([name, shows]) => shows(find(site[name]), wanted))) return;
      observer.disconnect();
      opening.charts = performance.now();
      painted().then((time) => (opening.painted = time));
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    return opening;
  }

  window.bench = { block, watchOpening, opening: null };
})();
