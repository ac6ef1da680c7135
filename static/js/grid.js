/* The entry grid for who fills it in. The page is a plain form that works without any of
   this (entry/grid.html). */

import { listen as listenActs } from "./grid/acts.js";
import { listen as listenBases } from "./grid/bases.js";
import { listen as listenBeside } from "./grid/beside.js";
import { listen as listenBlocks } from "./grid/block.js";
import { focus } from "./grid/caret.js";
import { listen as listenHistory } from "./grid/history.js";
import { listen as listenKeys } from "./grid/keys.js";
import { listen as listenMouse } from "./grid/mouse.js";
import { listen as listenPaste } from "./grid/paste.js";
import { listen as listenReasons } from "./grid/reasons.js";
import { byCode, rows, visible } from "./grid/rows.js";
import { indicate, listen as listenSaving } from "./grid/saving.js";
import { count, offer } from "./grid/remarks.js";
import { listen as listenSigning } from "./grid/signing.js";
import { listen as listenStepping } from "./grid/stepping.js";
import { listen as listenSupply } from "./grid/supply.js";
import { listen as listenView } from "./grid/view.js";
import { announce } from "./said.js";

document.documentElement.classList.add("scripted");
listenSaving();
listenSigning();
listenKeys();
listenStepping();
listenBeside();
listenReasons();
listenHistory();
listenBlocks();
listenMouse();
listenPaste();
listenSupply();
listenBases();
listenActs();
rows.forEach(offer);
count();
indicate();
listenView();
// From the list of tasks straight to the cell, else to the first that could not be submitted,
// is empty or was returned: what a script or a person has put the focus on already keeps it.
const aimed = byCode[decodeURIComponent(location.hash.slice(1))];
const open = visible().filter((row) => row.editable && row.inputs.value);
const next = open.find((row) => row.blocked.length) || open.find((row) => !row.filled)
  || open.find((row) => row.state === "returned");
const first = aimed?.inputs.value || (!location.hash && next?.inputs.value);
const at = document.activeElement;
// Who has begun to type before this script came is not disturbed.
const isFree = at === document.body || (at.autofocus && at.value === at.defaultValue);
if (first && isFree) focus(first);
announce();
