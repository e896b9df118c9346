// Before anything is drawn: with an address or a kept table, the example's answer is not what the visitor came for.
if (location.hash.length > 1) document.documentElement.classList.add("wl-has-address");
