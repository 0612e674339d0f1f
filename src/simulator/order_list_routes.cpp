// Order lists: OCO in the present form and in the older one; OTO, OTOCO, OPO, OPOCO.
#include "simulator/api.hpp"
#include "simulator/order_request.hpp"

namespace robson::simulator {
namespace {

Answer answer_to(const Result<PlacedList, Rejection>& placed, std::optional<ResponseType> type, Timestamp now) {
  if (!placed) return Unexpected(error_of(placed.error()));
  std::string out;
  append_placed_list(out, *placed, type.value_or(ResponseType::RESULT), now);
  return out;
}

Answer place_list(Call& call, const NewOco& oco) {
  const auto type = read_response_type(call.parameters);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  return answer_to(call.market.exchange().place_oco(call.account, oco, call.now, call.events), type, call.now);
}

template <bool pair, bool pays>
Answer place_oto(Call& call) {
  const NewOto oto = read_new_oto(call.parameters, {.pair = pair, .pays = pays});
  const auto type = read_response_type(call.parameters);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  return answer_to(call.market.exchange().place_oto(call.account, oto, call.now, call.events), type, call.now);
}

Answer place_oco(Call& call) {
  return place_list(call, read_new_oco(call.parameters));
}

Answer place_old_oco(Call& call) {
  return place_list(call, in_present_form(read_old_oco(call.parameters)));
}

Answer query(Call& call) {
  const ListRef ref = read_list_ref(call.parameters, "origClientOrderId");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto list = call.market.exchange().order_list(call.account, ref);
  if (!list) return Unexpected(error_of(list.error()));
  std::string out;
  append_order_list(out, *list);
  return out;
}

Answer cancel(Call& call) {
  const Symbol symbol = call.parameters.needed_symbol();
  const ListRef ref = read_list_ref(call.parameters, "listClientOrderId");
  const std::string client_id = call.parameters.text("newClientOrderId").value_or("");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto cancelled =
      call.market.exchange().cancel_list(call.account, symbol, ref, client_id, call.now, call.events);
  if (!cancelled) return Unexpected(error_of(cancelled.error()));
  std::string out;
  append_cancelled(out, *cancelled, call.now);
  return out;
}

Answer all_lists(Call& call) {
  const Page page = read_page(call.parameters, "fromId");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  std::string out;
  append_array(out, call.market.exchange().all_order_lists(call.account, page), append_order_list);
  return out;
}

Answer open_lists(Call& call) {
  std::string out;
  append_array(out, call.market.exchange().open_order_lists(call.account), append_order_list);
  return out;
}

}  // namespace

void add_order_list_endpoints(Endpoints& to) {
  using net::Method;
  constexpr auto with = Access::signature;
  to.push_back({Method::POST, "/api/v3/orderList/oco", "orderList.place.oco", with, fixed_weight<1>, place_oco, 2});
  to.push_back({Method::POST, "/api/v3/order/oco", "orderList.place", with, fixed_weight<1>, place_old_oco, 2});
  constexpr auto one = fixed_weight<1>;
  to.push_back({Method::POST, "/api/v3/orderList/oto", "orderList.place.oto", with, one, place_oto<false, false>, 2});
  to.push_back(
      {Method::POST, "/api/v3/orderList/otoco", "orderList.place.otoco", with, one, place_oto<true, false>, 3});
  to.push_back({Method::POST, "/api/v3/orderList/opo", "orderList.place.opo", with, one, place_oto<false, true>, 2});
  to.push_back({Method::POST, "/api/v3/orderList/opoco", "orderList.place.opoco", with, one, place_oto<true, true>, 3});
  to.push_back({Method::GET, "/api/v3/orderList", "orderList.status", with, fixed_weight<4>, query});
  to.push_back({Method::DELETE, "/api/v3/orderList", "orderList.cancel", with, fixed_weight<1>, cancel});
  to.push_back({Method::GET, "/api/v3/allOrderList", "allOrderLists", with, fixed_weight<20>, all_lists});
  to.push_back({Method::GET, "/api/v3/openOrderList", "openOrderLists.status", with, fixed_weight<6>, open_lists});
}

}  // namespace robson::simulator
