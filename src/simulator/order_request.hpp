#pragma once
// Order parameters of the wire as requests of the exchange. Faults are noted in the parameters.
#include "simulator/exchange_requests.hpp"
#include "simulator/order_text.hpp"
#include "simulator/parameters.hpp"

namespace robson::simulator {

NewOrder read_new_order(Parameters& parameters);
NewOco read_new_oco(Parameters& parameters);
OldOco read_old_oco(Parameters& parameters);
// What of the four lists with a working order it is: with one pending order or a pair, with pending quantity or not.
struct OtoForm {
  bool pair = false;
  bool pays = false;
};
NewOto read_new_oto(Parameters& parameters, OtoForm form);
std::optional<ResponseType> read_response_type(Parameters& parameters);
// By `id` or by `client_id`; one of them must be there.
OrderRef read_order_ref(Parameters& parameters, std::string_view id = "orderId",
                        std::string_view client_id = "origClientOrderId");
ListRef read_list_ref(Parameters& parameters, std::string_view client_id);
// Pages: `from` names the parameter that says where to begin.
Page read_page(Parameters& parameters, std::string_view from);

}  // namespace robson::simulator
