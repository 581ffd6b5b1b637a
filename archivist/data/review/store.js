// What was done is kept in this browser, by the digest of the record it was done to: a reload loses
// nothing, and a record that was corrected since begins anew.
const Store = (() => {
  const PREFIX = "archivist-review:";
  let works = true;

  function guarded(act, otherwise) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      works = false; // no storage here, or it is full
      return otherwise;
    }
  }

  function read(name) {
    const found = guarded(() => localStorage.getItem(PREFIX + name), null);
    try {
      return found === null ? null : JSON.parse(found);
    } catch {
      return null; // not ours
    }
  }

  const write = (name, value) => guarded(() => localStorage.setItem(PREFIX + name, JSON.stringify(value)));
  const remove = (name) => guarded(() => localStorage.removeItem(PREFIX + name));

  return { read, write, remove, works: () => works };
})();
