// Built from frontend/: change it there, then run `make frontend`.
"use strict";
var Line = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // src/main.ts
  var main_exports = {};
  __export(main_exports, {
    Line: () => Line,
    first: () => first,
    newId: () => newId,
    over: () => over,
    publish: () => publish
  });

  // src/line/kernel.ts
  var AGAIN_MS = 1e3;
  var KernelCarrier = class {
    constructor(model, id) {
      this.model = model;
      this.id = id;
    }
    model;
    id;
    events = null;
    timer;
    heard = false;
    start(events) {
      this.events = events;
      this.model.on("msg:custom", this.receive);
      events.connected();
      this.timer = setInterval(() => this.heard || events.connected(), AGAIN_MS);
    }
    send(frame, data) {
      try {
        this.model.send({ line: this.id, ...frame }, void 0, data && [data.slice().buffer]);
        return true;
      } catch {
        return false;
      }
    }
    renew() {
      this.heard = false;
    }
    close() {
      clearInterval(this.timer);
      this.model.off("msg:custom", this.receive);
    }
    receive = (content, buffers) => {
      if (content.line !== this.id) return;
      this.heard = true;
      const [data] = buffers ?? [];
      const bytes = data && new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      this.events?.received(content, bytes);
    };
  };

  // src/line/line.ts
  var PING_MS = 1e3;
  var IDLE_PING_MS = 2e4;
  var ACTIVE_MS = 12e4;
  var LOST_MS = 1800;
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  }
  var Line = class {
    id;
    state = "connecting";
    /** The words of a refusal. */
    refusal = "";
    /** Messages that say everything again to a side that knows nothing of this page. */
    again = () => [];
    /** Tells that the state or the number of unsaid messages changed. */
    onchange = () => {
    };
    carrier;
    token;
    number = 0;
    got = 0;
    unsaidMessages = [];
    listeners = /* @__PURE__ */ new Set();
    greeted = false;
    inherited = false;
    // begun where a page that was left stopped
    pings = 0;
    heard;
    asked = 0;
    // when the oldest question without an answer was asked; 0 if none
    active;
    timer;
    now;
    constructor({ carrier, id, token, kept, now = () => performance.now() }) {
      this.carrier = carrier;
      this.id = kept?.id ?? id;
      this.token = token;
      this.now = now;
      this.heard = this.active = now();
      if (kept) {
        this.greeted = true;
        this.inherited = true;
        this.number = kept.number;
        this.got = kept.got;
        const first2 = kept.number - kept.unsaid.length;
        this.unsaidMessages = kept.unsaid.map((say, at) => ({ n: first2 + at + 1, say }));
      }
    }
    /** Connect. Apart from the constructor, so that listeners are there before anything is heard. */
    start() {
      this.carrier.start({
        connected: () => this.connected(),
        received: (frame, data) => this.received(frame, data),
        gone: () => this.gone()
      });
      this.timer ??= setInterval(() => this.beat(), PING_MS / 4);
      return this;
    }
    close() {
      clearInterval(this.timer);
      this.carrier.close();
    }
    // --- as a widget's model ---
    send(say, _callbacks, buffers) {
      const [first2] = buffers ?? [];
      const data = first2 === void 0 ? void 0 : first2 instanceof Uint8Array ? first2 : new Uint8Array(first2);
      this.number += 1;
      const message = { n: this.number, say, ...data && { data } };
      this.unsaidMessages.push(message);
      this.active = this.now();
      if (this.state === "open") this.post(message);
      this.onchange();
      return this.number;
    }
    on(_name, listener) {
      this.listeners.add(listener);
    }
    off(_name, listener) {
      this.listeners.delete(listener);
    }
    // --- what is known of the messages ---
    /** Messages that the other side has not acknowledged. */
    get unsaid() {
      return this.unsaidMessages.length;
    }
    /** Somebody is at the page: a lost connection is noticed sooner. */
    touched() {
      this.active = this.now();
    }
    /** What a page that is loaded anew needs to go on; null where bytes are on their way, which nothing keeps. */
    kept() {
      if (this.unsaidMessages.some(({ data }) => data) || !this.greeted) return null;
      return {
        id: this.id,
        number: this.number,
        got: this.got,
        unsaid: this.unsaidMessages.map(({ say }) => say)
      };
    }
    // --- the connection ---
    connected() {
      this.heard = this.now();
      this.asked = this.heard;
      this.carrier.send({
        open: this.id,
        got: this.got,
        ...this.token !== void 0 && { token: this.token }
      });
    }
    gone() {
      if (this.state === "refused") return;
      this.become("lost");
    }
    received(frame, data) {
      this.heard = this.now();
      this.asked = 0;
      if (frame.refused !== void 0) {
        this.refusal = frame.refused;
        if (frame.why === "elsewhere") this.id = newId();
        this.become("refused");
        return;
      }
      if (frame.opened) this.opened(frame.opened);
      else if (frame.pong !== void 0) this.ponged(frame);
      if (frame.done !== void 0) this.acknowledged(frame.done);
      if (frame.m !== void 0) this.reply(frame.m, frame.say ?? {}, data);
    }
    opened({ fresh, arrived }) {
      if (this.inherited && !fresh && arrived > this.number) {
        this.id = newId();
        this.inherited = false;
        this.become("lost");
        this.carrier.renew();
        return;
      }
      if (fresh && this.greeted) this.begin();
      this.greeted = true;
      this.become("open");
      for (const message of this.unsaidMessages) if (fresh || message.n > arrived) this.post(message);
    }
    // The other side knows nothing of this page: say everything, then what was not acknowledged, with new numbers.
    begin() {
      const said = this.again().map(([say, buffers]) => ({ say, ...buffers?.[0] && { data: buffers[0] } }));
      const all = [...said, ...this.unsaidMessages];
      this.got = 0;
      this.number = 0;
      this.unsaidMessages = all.map(({ say, data }) => {
        this.number += 1;
        return { n: this.number, say, ...data && { data } };
      });
    }
    // A kernel's connection may lose a frame: what it has not is sent again, what was missed is asked for.
    ponged({ arrived = 0, said = 0 }) {
      for (const message of this.unsaidMessages) if (message.n > arrived) this.post(message);
      if (said > this.got) this.connected();
    }
    acknowledged(done) {
      const before = this.unsaidMessages.length;
      this.unsaidMessages = this.unsaidMessages.filter(({ n }) => n > done);
      if (this.unsaidMessages.length !== before) this.onchange();
    }
    reply(m, say, data) {
      if (m !== this.got + 1) return;
      this.got = m;
      const content = typeof say === "string" ? JSON.parse(say) : say;
      for (const listener of [...this.listeners]) listener(content, data ? [data] : []);
    }
    post({ n, say, data }) {
      this.asked ||= this.now();
      if (!this.carrier.send({ n, got: this.got, say }, data)) this.become("lost");
    }
    beat() {
      if (this.state !== "open" && this.state !== "connecting") return;
      const now = this.now();
      if (this.asked && now - Math.max(this.asked, this.heard) > LOST_MS) {
        this.asked = 0;
        this.become("lost");
        this.carrier.renew();
        return;
      }
      const pause = this.unsaid || now - this.active < ACTIVE_MS ? PING_MS : IDLE_PING_MS;
      if (this.state === "open" && !this.asked && now - this.heard >= pause) {
        this.asked = now;
        this.pings += 1;
        if (!this.carrier.send({ ping: this.pings, got: this.got })) this.become("lost");
      }
    }
    become(state) {
      if (this.state === state) return;
      this.state = state;
      this.onchange();
    }
  };

  // src/line/frames.ts
  var HEAD = 4;
  function packed(frame, data) {
    const json = new TextEncoder().encode(JSON.stringify(frame));
    const whole = new Uint8Array(HEAD + json.length + data.length);
    new DataView(whole.buffer).setUint32(0, json.length);
    whole.set(json, HEAD);
    whole.set(data, HEAD + json.length);
    return whole;
  }
  function unpacked(whole) {
    const length = new DataView(whole).getUint32(0);
    const json = new TextDecoder().decode(new Uint8Array(whole, HEAD, length));
    return [JSON.parse(json), new Uint8Array(whole, HEAD + length)];
  }

  // src/line/socket.ts
  var PAUSES_MS = [100, 300, 1e3, 2e3, 4e3];
  var CONNECT_MS = 5e3;
  var REFUSED = 1008;
  var SocketCarrier = class {
    constructor(address) {
      this.address = address;
    }
    address;
    socket = null;
    tries = 0;
    timer;
    events = null;
    closed = false;
    start(events) {
      this.events = events;
      window.addEventListener("online", this.online);
      window.addEventListener("offline", this.offline);
      this.connect();
    }
    send(frame, data) {
      if (this.socket?.readyState !== WebSocket.OPEN) return false;
      this.socket.send(data ? packed(frame, data) : JSON.stringify(frame));
      return true;
    }
    renew() {
      this.drop();
      this.later();
    }
    close() {
      this.closed = true;
      clearTimeout(this.timer);
      window.removeEventListener("online", this.online);
      window.removeEventListener("offline", this.offline);
      this.drop();
    }
    online = () => {
      if (this.socket?.readyState === WebSocket.OPEN) return;
      this.tries = 0;
      this.renew();
    };
    offline = () => {
      this.drop();
      this.events?.gone();
    };
    connect() {
      if (this.closed) return;
      const socket = new WebSocket(this.address);
      this.socket = socket;
      socket.binaryType = "arraybuffer";
      const tooLong = setTimeout(() => socket === this.socket && this.renew(), CONNECT_MS);
      socket.onopen = () => {
        clearTimeout(tooLong);
        if (socket !== this.socket) return;
        this.events?.connected();
      };
      socket.onmessage = ({ data }) => {
        if (socket !== this.socket) return;
        this.tries = 0;
        if (typeof data === "string") this.events?.received(JSON.parse(data));
        else this.events?.received(...unpacked(data));
      };
      socket.onclose = ({ code }) => {
        clearTimeout(tooLong);
        if (socket !== this.socket) return;
        this.socket = null;
        this.events?.gone();
        if (code !== REFUSED) this.later();
      };
    }
    drop() {
      const socket = this.socket;
      this.socket = null;
      socket?.close();
    }
    later() {
      clearTimeout(this.timer);
      const pause = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)] ?? 0;
      this.tries += 1;
      this.timer = setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
    }
  };

  // src/main.ts
  var KEPT = "weak-link line";
  var TOKEN = "weak-link token";
  function over(model) {
    if (model instanceof Line) return model;
    const id = newId();
    return new Line({ carrier: new KernelCarrier(model, id), id });
  }
  function publish(widget) {
    const el = document.getElementById("weak-link");
    if (!el) return;
    const token = tokenOf();
    const address = new URL(`${document.body.dataset.base ?? "/"}line`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const line = new Line({
      carrier: new SocketCarrier(address.href),
      id: newId(),
      kept: takeKept(),
      ...token !== null && { token }
    });
    for (const name of ["keydown", "pointerdown", "pointermove"])
      window.addEventListener(name, () => line.touched(), { capture: true, passive: true });
    let left = location.href;
    window.addEventListener("pagehide", () => {
      left = location.href;
    });
    widget.render({ model: line, el });
    window.addEventListener("pagehide", () => keep(line, left));
    window.addEventListener("pageshow", () => store(KEPT, null));
  }
  function first() {
    const text = document.getElementById("weak-link-first")?.textContent;
    return text && location.hash.length <= 1 ? JSON.parse(text) : null;
  }
  function tokenOf() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const token = asked.get("token");
    if (token === null) return read(TOKEN);
    asked.delete("token");
    store(TOKEN, token);
    history.replaceState(null, "", `${location.pathname}${location.search}${asked.size ? `#${asked}` : ""}`);
    return token;
  }
  function keep(line, left) {
    const kept = line.kept();
    store(KEPT, kept && JSON.stringify({ ...kept, addresses: [left, location.href] }));
  }
  function takeKept() {
    const text = read(KEPT);
    store(KEPT, null);
    if (!text) return null;
    try {
      const kept = JSON.parse(text);
      return kept.addresses.includes(location.href) ? kept : null;
    } catch {
      return null;
    }
  }
  function read(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }
  function store(name, text) {
    try {
      if (text === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, text);
    } catch {
    }
  }
  return __toCommonJS(main_exports);
})();
