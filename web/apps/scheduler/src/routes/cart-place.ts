import { createContext, use } from "react";

interface CartPlace {
  open: () => void;
}

/** Where the cart opens: a drawer of the frame, over whichever page. */
export const CartPlaceContext = createContext<CartPlace>({ open: () => undefined });

export const useCartPlace = () => use(CartPlaceContext);
