// The search of a page opened from a folder: browsers start no worker there, so a hidden frame does a worker's job.
// MkDocs-Material would fetch such a script from the network; it does not where one is called iframe-worker.
if (location.protocol === "file:") {
  const inside = `
    postMessage = (data) => frameElement.worker.dispatchEvent(new MessageEvent("message", { data }));
    importScripts = async (...sources) => {
      for (const src of sources)
        await new Promise((done) => document.head.append(
          Object.assign(document.createElement("script"), { src, onload: done })));
    };`;
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.worker = this;
      frame.srcdoc = `<script>${inside}</script><script src="${new URL(address, location).href}"></script>`;
      this.ready = new Promise((done) => { frame.onload = () => done(frame.contentWindow); });
      document.body.append(frame);
    }
    async postMessage(data) {
      (await this.ready).dispatchEvent(new MessageEvent("message", { data }));
    }
  };
}
