// The consultation: a widget in a notebook, and the page of a document that a server has sent.

import "./styles/dashboard.css";
import { widget } from "./consultation/widget";
import { publish } from "./published";

publish(widget);

export default widget;
