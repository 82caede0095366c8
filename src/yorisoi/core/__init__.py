"""Pure judgement: no Django, network, files, clock or chance. Time always comes in as an argument."""
