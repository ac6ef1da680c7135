/* The entry grid for who only reads it. */

import { listen } from "./grid/view.js";

listen();
