/* The entry grid for who fills it in. The page is a plain form that works without any of
   this (entry/grid.html). */

import { listen as listenActs } from "./grid/acts.js";
import { listen as listenBases } from "./grid/bases.js";
import { listen as listenBlocks } from "./grid/block.js";
import { focus } from "./grid/caret.js";
import { listen as listenKeys } from "./grid/keys.js";
import { listen as listenPaste } from "./grid/paste.js";
import { byCode, rows } from "./grid/rows.js";
import { indicate, listen as listenSaving } from "./grid/saving.js";
import { count, offer } from "./grid/remarks.js";
import { listen as listenSupply } from "./grid/supply.js";
import { listen as listenView } from "./grid/view.js";

document.documentElement.classList.add("scripted");
listenSaving();
listenKeys();
listenBlocks();
listenPaste();
listenSupply();
listenBases();
listenActs();
rows.forEach(offer);
count();
indicate();
// From the list of tasks straight to the cell.
const aimed = byCode[decodeURIComponent(location.hash.slice(1))];
if (aimed && aimed.inputs.value) focus(aimed.inputs.value);
listenView();
