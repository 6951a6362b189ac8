{{ union_audiences([
    'birthday',
    'second_purchase',
    'vip_appreciation',
    'win_back',
]) }}
