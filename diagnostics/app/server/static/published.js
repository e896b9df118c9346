
// On the published page the server answers by itself; elsewhere a kernel does.
Line.publish(widget);
