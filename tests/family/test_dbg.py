from tests.family.conftest import *
from tests.family.home import *
from time import perf_counter
from models.family.queries import whom_i_may_act_for, _i_may_act_for
from models.behalf import has_account, _proxy, _guards
from models.outbox.hearers import _family
from sqlalchemy import text
def test_x(home):
    home.agreed(home.ids["lifang"],home.ids["wang"])
    def t(f,n=5000):
        f(); s=perf_counter()
        for _ in range(n): f()
        return (perf_counter()-s)/n*1e6
    def job(w):
        print("empty",t(lambda: whom_i_may_act_for(w,"help")), "one-row look", t(lambda: has_account(w,1)))
        v={"person_id":3,"by_id":4,"today":home.today}
        print("behalf._proxy",t(lambda: _proxy.all(w.connection,v)),"guards",t(lambda: _guards.all(w.connection,{"person_id":3,"by_id":4})),"hearers._family",t(lambda: _family.all(w.connection,{"person_id":3,"today":home.today})))
    home.sees(home.ids["liqiang"],job)
    assert 0
