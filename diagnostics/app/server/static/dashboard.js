// The owner's page by itself.

const widget = {
  render({ model, el }) {
    const page = new Page(model, el);
    return () => page.close();
  },
};

export default widget;
