# expect: InitiativeGroup-cellBeside ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2/group/1> chiiki:cellBeside <passage/0-9999> }
