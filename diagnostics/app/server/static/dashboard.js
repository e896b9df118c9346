// The owner's page by itself.

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    return () => page.close();
  },
};
