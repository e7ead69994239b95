"""Who may use which address of the equality objectives. Who may change one is asked by the plan that holds it."""

from common.access import SIGNED_IN, Access

ACCESS = {
    "equalities": Access(get=SIGNED_IN),
    "equalities_csv": Access(get=SIGNED_IN),
}
